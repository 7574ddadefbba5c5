"""One module per CMS family the demo dresses its portals in."""

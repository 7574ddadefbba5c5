"""Five local portals of fictional places, crawled by `gongbao demo` and the end-to-end tests."""

"""Scrapy settings that hold for every portal; `spiderloader.settings_for` adds what a portal's file says."""

BOT_NAME = "gongbao"
SPIDER_LOADER_CLASS = "crawler.spiderloader.PortalSpiderLoader"
PAGE_LINKS = "pipelines.frame.page_links"  # PageItem → attachments, and the frame of its text

ITEM_PIPELINES = {
    "pipelines.extract.ExtractPipeline": 100,
    "pipelines.metadata.MetadataPipeline": 200,
    "pipelines.document_number.DocumentNumberPipeline": 300,
    "pipelines.integrity.IntegrityPipeline": 400,
    "pipelines.attachments.AttachmentsPipeline": 500,
    "pipelines.fingerprint.FingerprintPipeline": 600,
    "pipelines.deduplicate.DeduplicatePipeline": 700,
    "pipelines.store.StorePipeline": 800,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.GuardMiddleware": 60,
    "crawler.middlewares.lease.LeaseMiddleware": 80,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.retry.RetryMiddleware": 550,
    "crawler.middlewares.conditional.ConditionalMiddleware": 570,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.refresh.RefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.CompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.middlewares.cookies.CookiesMiddleware": 700,
    "crawler.middlewares.budget.BudgetMiddleware": 800,
    "crawler.middlewares.snapshot.SnapshotMiddleware": 880,
}
EXTENSIONS = {
    "crawler.extensions.plain_log.PlainLog": 0,
    "crawler.extensions.recorder.RunRecorder": 10,
    "crawler.extensions.progress.ProgressBar": 20,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
DOWNLOAD_HANDLERS = {
    "https": "crawler.tls.TlsDownloadHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"

COOKIES_ENABLED = True
TELNETCONSOLE_ENABLED = False
DOWNLOAD_DELAY_JITTER = 0  # a portal's delay is the least time between two requests
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024  # of pages; attachments may be larger (crawler.fetcher)
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 2
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s %(name)s: %(message)s"

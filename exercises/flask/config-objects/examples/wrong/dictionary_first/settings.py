"""What the environments share, and how each differs."""


class BaseConfig:
    """What holds everywhere unless an environment says otherwise."""

    DEBUG = False
    TESTING = False
    ITEMS_PER_PAGE = 20
    TITLE = "Shelf"
    SECRET_KEY = "for development only"
    SESSION_COOKIE_SECURE = False


class DevelopmentConfig(BaseConfig):
    """At an author's desk."""

    DEBUG = True
    ITEMS_PER_PAGE = 5


class TestingConfig(BaseConfig):
    """While tests run."""

    TESTING = True
    ITEMS_PER_PAGE = 2


class ProductionConfig(BaseConfig):
    """In front of visitors: the key comes from outside."""

    SECRET_KEY = None
    SESSION_COOKIE_SECURE = True


CONFIGS = {"development": DevelopmentConfig, "testing": TestingConfig, "production": ProductionConfig}

class BaseConfig:
    TITLE, ITEMS_PER_PAGE = "Shelf", 20
    DEBUG = TESTING = SESSION_COOKIE_SECURE = False
    SECRET_KEY = "dev"

    @staticmethod
    def check(config):
        pass


class DevelopmentConfig(BaseConfig):
    DEBUG, ITEMS_PER_PAGE = True, 5


class TestingConfig(BaseConfig):
    TESTING, ITEMS_PER_PAGE = True, 2


class ProductionConfig(BaseConfig):
    SECRET_KEY, SESSION_COOKIE_SECURE = "", True

    @staticmethod
    def check(config):
        if config["DEBUG"]:
            raise ValueError("DEBUG in production")
        if not config.get("SECRET_KEY"):
            raise ValueError("no key")

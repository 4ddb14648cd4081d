from dataclasses import dataclass


@dataclass(frozen=True)
class BaseConfig:
    DEBUG: bool = False
    TESTING: bool = False
    ITEMS_PER_PAGE: int = 20
    TITLE: str = "Shelf"
    SECRET_KEY: str | None = "only at home"
    SESSION_COOKIE_SECURE: bool = False


class DevelopmentConfig(BaseConfig):
    def __init__(self):
        super().__init__(DEBUG=True, ITEMS_PER_PAGE=5)


class TestingConfig(BaseConfig):
    def __init__(self):
        super().__init__(TESTING=True, ITEMS_PER_PAGE=2)


class ProductionConfig(BaseConfig):
    def __init__(self):
        super().__init__(SECRET_KEY=None, SESSION_COOKIE_SECURE=True)


def settings_for(environment):
    match environment:
        case "development":
            return DevelopmentConfig()
        case "testing":
            return TestingConfig()
        case "production":
            return ProductionConfig()
    raise ValueError(f"no environment {environment}")

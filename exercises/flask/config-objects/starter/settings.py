class BaseConfig:
    """What holds everywhere unless an environment says otherwise."""

    DEBUG = False
    TESTING = False


class DevelopmentConfig(BaseConfig):
    """At an author's desk."""


# TestingConfig, ProductionConfig, and CONFIGS, which finds a class by the name of its environment
CONFIGS = {"development": DevelopmentConfig}

"""The whole site in a real browser, over the real sandbox."""

"""What all tests share: speed is never asserted as a time, so property tests have no deadline."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

"""Settings of these tests."""

from hypothesis import settings

# No test looks at a clock: a busy machine must not fail one.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

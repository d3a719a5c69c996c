"""Settings of these tests."""

import signal

from hypothesis import settings

# No test looks at a clock: a busy machine must not fail one.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
# A shell's background job ignores Ctrl-C, and so would every process that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

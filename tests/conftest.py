"""What all tests share: how property tests are run."""

from hypothesis import HealthCheck, settings

# Time is measured by the tests that promise a time; here a loaded machine must not fail a property. The examples are
# the same on each run, and `make fuzz` draws new ones.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")

"""Real servers on this computer's loopback, each started by the tests that need it."""

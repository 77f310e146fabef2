"""Real servers for the tests: found or started, shared by a whole run, gone without a trace when it ends."""

"""The command line. What is heavy is imported inside the commands, so that `succotash --help` answers at once."""

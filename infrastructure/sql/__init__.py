"""What both SQL databases share: the catalogue of statements, the session, the codecs and the adapters of the ports."""

"""How each platform writes its files: the tables `*.toml` of this folder, and what they can say."""

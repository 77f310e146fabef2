"""`setup_postgres_db.py` on real servers that ask for passwords, of every version that is to be had here."""

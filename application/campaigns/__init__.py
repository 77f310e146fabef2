"""Campaigns: taking their figures in."""

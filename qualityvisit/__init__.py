"""Quality Visit (Kvalitetsbesök): plan, record and follow up a committee's quality visits."""

__version__ = "0.1.0"

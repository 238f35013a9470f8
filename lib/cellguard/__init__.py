"""Cell suppression in linked tables; knows nothing of surveys."""

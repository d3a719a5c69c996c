"""Errors carried by what really carries them: process pools, task queues, clusters."""

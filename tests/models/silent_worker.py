"""Stands in for the TensorFlow worker: reads its jobs and never answers."""

import sys
import time

sys.stdin.read()
time.sleep(60)

"""What must hold whatever dies: run on demand, and once, smaller, with the suite."""

"""Made-up workbooks for a first try; ``python -m data.samples.make_samples`` writes them and templates."""

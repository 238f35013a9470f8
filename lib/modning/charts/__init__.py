"""Altair charts in one house style: captions, alt text and the numbers behind them."""

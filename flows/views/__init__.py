"""The room of pictures: published tables in; the report, the dictionary page and other forms of the tables out.

Knows neither Prefect nor the clock. What is shown are aggregates and quoted sentences, never whole texts.
"""

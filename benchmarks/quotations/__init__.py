"""Quotation attribution as the corpus of Petersen-Frey and Biemann (2024) describes and measures it."""

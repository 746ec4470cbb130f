"""The Recipes page: `overview` shows the ten published experiments, `lesson` opens one of them."""

"""The Recipes page: the table of the published experiments, and the lesson that each of them opens as."""

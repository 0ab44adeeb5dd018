"""Less movement, and what is said in the village: tips, weddings, funerals, rumours."""

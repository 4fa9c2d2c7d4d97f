"""Models of a shop's that are not as plain as the page's."""

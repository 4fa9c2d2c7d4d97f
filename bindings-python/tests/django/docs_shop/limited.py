from docs_shop import be

be(globals())

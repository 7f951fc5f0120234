"""The archive: the query, the tantivy index, the Elasticsearch index."""

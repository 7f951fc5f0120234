"""Sample letters of our own, and the tool that renders them to scans."""

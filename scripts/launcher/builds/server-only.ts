// Stands in for the package of the same name in programs that are bundled for the server.
export {}

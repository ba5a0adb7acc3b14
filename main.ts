// Everything in one process: reads settings, starts gateway and server, stops them in reverse.
export {}

// Command bench measures the service beside nginx, Caddy, a plain append to a
// file and pgbench, on the same machine and in the same run, and writes
// docs/performance.md. `make bench` runs it.
//
// The server has the first core for itself and the load comes from the second.
// Rounds of all candidates alternate. A run on a busy machine is called void in
// what it writes: nothing may be concluded from it.
//
// It is a tool: nothing imports it, and it may import everything.
package main

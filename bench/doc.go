// Command bench measures the service beside nginx, Caddy, a plain append to a
// file and pgbench, on the same machine and in the same run, and writes
// docs/performance.md. `make bench` runs it.
//
// The server under test has the first core to itself; the load runs on the second.
// The rounds of all candidates alternate. If the machine was busy, the report marks
// the run as void, so that nobody draws conclusions from it.
//
// No package may import it.
package main

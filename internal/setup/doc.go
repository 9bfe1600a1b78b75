// Package setup writes a new content folder, the settings of the service and the proxy's
// site from a few answers, and adds known tools to a folder that exists. It never changes
// a file that it did not write, except to add to a charter.
package setup

package command

import "charte/internal/store"

// withoutSecret returns the value of a flag without its password. It hides the whole
// value of a variable that belongs to no flag, since that may be a secret of another
// program.
func withoutSecret(flag, value string) string {
	switch {
	case value == "":
		return ""
	case flag == "" || flag == "admin-token":
		return store.Hidden
	case flag == "registry":
		a, _ := store.ParseAddress(value) // even with an error, String omits the password
		return a.String()
	}
	return value
}

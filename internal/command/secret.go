package command

import "charte/internal/store"

// withoutSecret returns the value of a flag without any password. Variables of other
// programs, which have no flag, are not shown at all.
func withoutSecret(flag, value string) string {
	switch {
	case value == "":
		return ""
	case flag == "" || flag == "admin-token":
		return store.Hidden
	case flag == "registry":
		a, _ := store.ParseAddress(value) // in error too, it is printed without a password
		return a.String()
	}
	return value
}

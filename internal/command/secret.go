package command

import (
	"net/url"
	"strings"
)

// secret is written in place of a value that may be, or hold, a password.
const secret = "(not shown)"

// withoutSecret returns the value of a flag without any password. Variables of other
// programs, which have no flag, are not shown at all.
func withoutSecret(flag, value string) string {
	switch {
	case value == "":
		return ""
	case flag == "" || flag == "admin-token":
		return secret
	case flag == "registry":
		return registryWithoutSecret(value)
	}
	return value
}

// registryWithoutSecret leaves out the password, in the address and in its query. What
// cannot be taken apart with certainty is not shown.
func registryWithoutSecret(value string) string {
	if strings.HasPrefix(value, "sqlite:") {
		return value
	}
	address, err := url.Parse(value)
	if err != nil || address.Opaque != "" || address.Scheme != "postgres" && address.Scheme != "postgresql" {
		return secret
	}
	query := address.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "pass") {
			query.Set(name, "xxxxx")
		}
	}
	rest := *address
	rest.User = nil
	if strings.Contains(rest.String(), "@") || address.Fragment != "" {
		return secret // a character of the password that should have been written as %XX
	}
	if len(query) > 0 {
		address.RawQuery = query.Encode()
	}
	return address.Redacted()
}

package portal

import "encoding/base64"

// Encode returns an address, or another text for a query, as base64url. Some firewalls
// reject a plain address such as ?q=eau&sort=modified, because it resembles a command.
func Encode(address string) string { return base64.RawURLEncoding.EncodeToString([]byte(address)) }

// Decode reads what [Encode] wrote, under the rules of [List.Parse]. It returns the
// zero Address for anything else.
func (l List) Decode(encoded string) Address {
	address, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || Encode(string(address)) != encoded { // the decoder skips newlines and ignores spare bits
		return Address{}
	}
	return l.Parse(string(address))
}

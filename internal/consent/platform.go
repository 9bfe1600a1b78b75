package consent

import (
	"slices"
	"strings"
)

// platformKeys are the keys that the platform's own reader looks for. It blocks a tool
// only if its key is literally false, so a missing key would allow it: all seven are
// always written. functionalKey is always true.
var platformKeys = []string{functionalKey, "ga", "matomo", "xiti", "at", "piano", "eulerian"}

const functionalKey = "functional_cookies"

// ownKeys are the cookie's other keys.
var ownKeys = []string{keyTimestamp, keyScope, keyObjected, keyObjectedAt, keyVersion}

// toolTrackers lists how the names of the trackers of each of the platform's tools begin,
// in lower case. Sources: the vendors' public cookie lists.
var toolTrackers = map[string][]string{
	"ga":       {"_ga", "_gid", "_gat", "__utm"},
	"matomo":   {"_pk_", "mtm_", "matomo_"},
	"xiti":     {"xt", "atuserid", "atidvisitor", "atauthority", "atidx"},
	"at":       {"xt", "atuserid", "atidvisitor", "atauthority", "atidx"},
	"piano":    {"_pcid", "_pctx", "_pprv", "pa_"},
	"eulerian": {"etuix", "eulerian", "ea_"},
}

// PlatformKeys returns the keys that a purpose may name in platform_keys.
func PlatformKeys() []string {
	return slices.DeleteFunc(slices.Clone(platformKeys), func(k string) bool { return k == functionalKey })
}

// DeclaresTool reports whether the purpose declares a tracker of the platform's
// tool key. Without one the key stays false: nobody agreed to that tool.
func (p Purpose) DeclaresTool(key string) bool {
	return slices.ContainsFunc(p.Trackers, func(id string) bool {
		_, bare := SplitKind(id)
		return slices.ContainsFunc(toolTrackers[key], func(start string) bool {
			return strings.HasPrefix(strings.ToLower(bare), start)
		})
	})
}

// Opens returns the platform's keys that granting the purpose opens.
func (p Purpose) Opens() []string {
	return slices.DeleteFunc(slices.Clone(p.PlatformKeys), func(key string) bool { return !p.opens(key) })
}

// runs reports whether the platform's key is open until the visitor objects to the
// purpose. A tool without cookies declares no tracker, so none is required.
func (p Purpose) runs(key string) bool { return p.Objection && slices.Contains(p.PlatformKeys, key) }

// opens reports whether granting the purpose opens the platform's key.
func (p Purpose) opens(key string) bool {
	return slices.Contains(p.PlatformKeys, key) && p.DeclaresTool(key)
}

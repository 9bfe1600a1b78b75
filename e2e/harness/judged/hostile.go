package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// values returns the cookies that the browser has at the end: the service's, one that
// somebody changed, or two.
func (h *history) values() []string {
	changed := func() string { return h.change(h.cookie) }
	switch h.r.IntN(12) {
	case 0:
		return []string{h.cookie, changed()}
	case 1:
		return []string{changed(), h.cookie}
	case 2:
		return []string{h.cookie, h.cookie}
	case 3, 4, 5:
		return []string{changed()}
	}
	return []string{h.cookie}
}

// change returns the value with one or two of its members changed.
func (h *history) change(value string) string {
	text, _ := url.PathUnescape(value) // Encode wrote it
	members := strings.Split(strings.Trim(text, "{}"), ",")
	for range 1 + h.r.IntN(2) {
		members = h.changeMember(members)
	}
	return url.QueryEscape("{"+strings.Join(members, ",")+"}") + h.one("", "", "", "", "=x", "%")
}

func (h *history) changeMember(members []string) []string {
	i := h.r.IntN(len(members))
	key, old, _ := strings.Cut(members[i], ":")
	switch h.r.IntN(6) {
	case 0:
		return slices.Delete(members, i, i+1)
	case 1:
		return append(members, h.one(members[i], `"more":true`, `"objected":""`, `"objected_at":0`, `"objected":"audience"`))
	case 2:
		slices.Reverse(members)
		return members
	}
	today := day(h.now).UnixMilli()
	switch key {
	case `"timestamp"`, `"objected_at"`:
		days := h.r.Int64N(400) - 200
		old = h.one(fmt.Sprint(today), fmt.Sprint(today+days*int64(24*time.Hour/time.Millisecond)), old+"1", `"`+old+`"`, "null", "1e12")
	case `"scope"`:
		old = h.one(`""`, `"00000000"`, `"toString"`, `"__proto_"`, "null", old)
	case `"objected"`:
		old = h.one(`""`, `"audience"`, `"audience.maps"`, `"maps.maps"`, `"matomo"`, `"gone"`, `"Video"`, `"."`, "true", `"a,b"`, old)
	case `"v"`:
		old = h.one("2", `"1"`, "true")
	default:
		old = h.one("true", "false", "true", "false", "1", `"true"`, "null")
	}
	members[i] = key + ":" + old
	return members
}

func (h *history) one(all ...string) string { return all[h.r.IntN(len(all))] }

// Judged prints random charters with the cookies of random histories as JSON lines, each
// with the verdict of consent.Judge: a browser test compares the script of kit 2 with it.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"time"

	"charte/internal/consent"
)

// line is one case. Facts is the part of /charter.json that decides.
type line struct {
	Facts   facts           `json:"facts"`
	Cookies []string        `json:"cookies"`
	Signal  bool            `json:"signal"`
	Now     int64           `json:"now"`
	Choice  map[string]bool `json:"choice"` // null: no choice holds
	Open    []string        `json:"open"`   // the purposes whose gates are open
}

type facts struct {
	Purposes []purpose                      `json:"purposes"`
	Tools    []string                       `json:"tools"`
	Scopes   map[string]map[string][]string `json:"scopes"`
}

type purpose struct {
	ID           string   `json:"id"`
	Exempt       bool     `json:"exempt"`
	Objection    bool     `json:"objection,omitempty"`
	PlatformKeys []string `json:"platform_keys"`
}

func main() {
	count, err := strconv.Atoi(os.Args[len(os.Args)-1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "usage: judged COUNT")
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for seed := range count {
		if err := out.Encode(newCase(rand.New(rand.NewPCG(1, uint64(seed))))); err != nil {
			fmt.Fprintln(os.Stderr, "judged:", err)
			os.Exit(1)
		}
	}
}

func newCase(r *rand.Rand) line {
	h := newHistory(r)
	for range 1 + r.IntN(3) {
		h.act()
		for range r.IntN(3) {
			h.edit()
		}
	}
	h.wait()
	values := h.values()
	return h.judge(values, r.IntN(4) == 0)
}

// judge returns the case of these values at the end of the history.
func (h *history) judge(values []string, signal bool) line {
	v := h.terms().Judge(values, h.now)
	l := line{
		Facts:   facts{Tools: consent.PlatformKeys(), Scopes: map[string]map[string][]string{}},
		Cookies: values, Signal: signal, Now: h.now.UnixMilli(), Open: []string{},
	}
	if v.Valid {
		l.Choice = v.Preferences.Choice
	}
	for _, p := range h.purposes {
		l.Facts.Purposes = append(l.Facts.Purposes, purpose{p.ID, p.Exempt, p.Objection, append([]string{}, p.PlatformKeys...)})
		o := v.Preferences.Objection
		if !p.Exempt && v.Valid && l.Choice[p.ID] || p.Objection && !o.To(p.ID) && (o.Made() || !signal) {
			l.Open = append(l.Open, p.ID)
		}
	}
	for id, scope := range h.scopes {
		if opens, holds := h.terms().Opens(scope); holds {
			l.Facts.Scopes[id] = opens
		}
	}
	return l
}

// wait lets some time pass, often up to a minute from the end of a choice.
func (h *history) wait() {
	switch h.r.IntN(4) {
	case 0:
		h.now = consent.Later(day(h.now), consent.Months).AddDate(0, 0, h.r.IntN(3)).Add(time.Duration(h.r.IntN(2)-1) * time.Minute)
	default:
		h.now = h.now.AddDate(0, 0, h.r.IntN(60)).Add(time.Duration(h.r.IntN(24)) * time.Hour)
	}
}

func day(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }

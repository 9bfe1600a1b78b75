package check

import (
	"regexp"
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// Reasons for which a tracker needs no consent, from article 82 of loi 78-17 and
// its reading in CNIL 2020-091 §49 (§50-52 for audience).
const (
	reasonTransmission   = "transmission"   // the sole purpose is to carry the communication
	reasonChoice         = "choice"         // stores the choice about trackers
	reasonAuthentication = "authentication" // to a service, and its security
	reasonBasket         = "basket"         // of a purchase
	reasonInterface      = "interface"      // language, layout: part of what was asked for
	reasonLoadBalancing  = "load_balancing" // of the equipment that serves
	reasonFreeSample     = "free_sample"    // limits free access to paid content
	reasonAudience       = "audience"       // the publisher's own figures, under conditions
)

var reasons = []string{reasonTransmission, reasonChoice, reasonAuthentication, reasonBasket, reasonInterface,
	reasonLoadBalancing, reasonFreeSample, reasonAudience}

// exemptRules are about trackers that need no consent.
func exemptRules() []Rule {
	return []Rule{
		{"exempt-reason-missing", Warning, Silent, "Each exemption must rest on a case that the law provides for.", "LD §49; EDPB taskforce, type I; loi 78-17 art. 82",
			"Write exempt_reasons: [" + strings.Join(reasons, ", ") + "] and delete those that do not apply.", noReason},
		{"exempt-reason-unknown", Fault, Warns, "Only the reasons that the CNIL lists justify an exemption.", "LD §49; EDPB taskforce, type I",
			"Write one of " + strings.Join(reasons, ", ") + "; if none applies, ask for consent.", unknownReason},
		{"ga-exempt", Fault, Warns, "Google Analytics is never exempt: its provider uses the data for its own purposes.", "H-06; CNIL, mesure d'audience, 2025",
			"Move it to a purpose that requires consent.", gaExempt},
		{"audience-lifetime", Warning, Silent, "An exempt audience tracker lasts 13 months at most.", "H-07; RC §50",
			"Set the tool to 13 months or less, then correct the charter; or ask for consent.", longAudience},
		{"objection-missing", Warning, Silent, "Visitors have the right to object to exempt audience measurement.", "H-04; GDPR art. 21(1); CNIL, mesure d'audience, 2025",
			"Write objection: true, and switch on the tool's opt-out as the guide to exempt measurement describes.", noObjection},
		{"self-assessment-missing", Warning, Silent, "The CNIL no longer lists exempt tools: the exemption rests on the self-assessment of the tool.", "H-08; CNIL, mesure d'audience, 2025",
			"Write self_assessment: and the address where the provider publishes it.", noSelfAssessment},
		{"refusal-without-objection", Notice, Silent, "With refusal_objects: false, a visitor who refuses everything is still measured. That is lawful, but few expect it, although the banner states it.", "H-04; C-05; RC §30",
			"Delete refusal_objects: false so that a refusal also objects; more visitors are then missing from the figures.", refusalWithoutObjection},
		{"own-cookie-undeclared", Warning, Silent, "The charter must also declare the cookies of this service.", "H-03; RC §49-50",
			"Add a row to the table of the exempt purpose, in every language.", ownUndeclared},
		{"own-cookie-lifetime", Fault, Warns, "The cookies of this service last six months; the charter gives another duration.", "H-02; C-19",
			"Write 6 months.", ownLifetime},
		{"own-cookie-asked", Fault, Warns, "A refusal deletes the cookies of the refused purpose: this one would delete the choice itself, and visitors would be asked again on every page.", "C-18; S-06; LD §49",
			"Write a narrower pattern; this service's own cookies belong to the exempt purpose.", ownAsked},
	}
}

func noReason(in *Input) []Finding {
	return declared(in, func(p consent.Purpose, d charter.Declaration) message.Text {
		if !p.Exempt || len(d.ExemptReasons) > 0 {
			return message.Text{}
		}
		return message.Of("the purpose %q is exempt, but gives no reason", p.ID)
	})
}

func unknownReason(in *Input) []Finding {
	return declared(in, func(p consent.Purpose, d charter.Declaration) message.Text {
		for _, reason := range d.ExemptReasons {
			if !slices.Contains(reasons, reason) {
				return message.Of("the purpose %q is exempt for the reason %q, which the law does not provide for", p.ID, reason)
			}
		}
		return message.Text{}
	})
}

func noObjection(in *Input) []Finding {
	return declared(in, func(p consent.Purpose, d charter.Declaration) message.Text {
		if !p.Exempt || p.Objection || !slices.Contains(d.ExemptReasons, reasonAudience) {
			return message.Text{}
		}
		return message.Of("visitors cannot object to the exempt purpose %q, which measures the audience", p.ID)
	})
}

func noSelfAssessment(in *Input) []Finding {
	return declared(in, func(p consent.Purpose, d charter.Declaration) message.Text {
		if !p.Exempt || d.SelfAssessment != "" || !slices.Contains(d.ExemptReasons, reasonAudience) {
			return message.Text{}
		}
		return message.Of("the exempt purpose %q has no self_assessment", p.ID)
	})
}

func refusalWithoutObjection(in *Input) []Finding {
	if in.Charter == nil || in.Charter.RefusalObjects {
		return nil
	}
	return in.front("refusal_objects", message.Of("a refusal does not object to exempt measurement"))
}

// declared calls wrong for each purpose and returns a finding for each problem.
func declared(in *Input, wrong func(consent.Purpose, charter.Declaration) message.Text) []Finding {
	if in.Charter == nil {
		return nil
	}
	var found []Finding
	for i, p := range in.Charter.Purposes {
		if problem := wrong(p, in.Charter.Declared[i]); !problem.IsZero() {
			found = append(found, Finding{File: in.Charter.File(in.Charter.Language), Line: in.Charter.Declared[i].Line, Problem: problem})
		}
	}
	return found
}

var (
	google = regexp.MustCompile(`google analytics|\bga4\b`)
	// measuringTools matches the names of audience measurement tools.
	measuringTools = regexp.MustCompile(`matomo|piano|xiti|at internet|eulerian`)
)

func gaExempt(in *Input) []Finding {
	keys := declared(in, func(p consent.Purpose, _ charter.Declaration) message.Text {
		if !p.Exempt || !slices.Contains(p.PlatformKeys, "ga") {
			return message.Text{}
		}
		return message.Of("the exempt purpose %q has the platform key %q of Google Analytics", p.ID, "ga")
	})
	return append(keys, rows(true, func(_ place, t charter.Tracker) message.Text {
		row := fold(t.Provider + " " + t.Service + " " + t.Purpose)
		if !isTool("ga", t.Name) && !google.MatchString(row) {
			return message.Text{}
		}
		return message.Of("the tracker %q of Google Analytics is declared exempt", t.Name)
	})(in)...)
}

func longAudience(in *Input) []Finding {
	return rows(true, func(p place, t charter.Tracker) message.Text {
		length, ok := Lifetime(t.Duration)
		if !ok || length <= thirteenMonths || !in.forAudience(p, t) {
			return message.Text{}
		}
		return message.Of("the exempt audience tracker %q lasts %s", t.Name, t.Duration)
	})(in)
}

// forAudience reports whether an exempt row measures the audience: the only reason
// of the purpose is audience, the tracker belongs to a known tool, or the row
// mentions audience measurement.
func (in *Input) forAudience(p place, t charter.Tracker) bool {
	i := slices.IndexFunc(in.Charter.Purposes, func(o consent.Purpose) bool { return o.ID == p.purpose.ID })
	if slices.Equal(in.Charter.Declared[i].ExemptReasons, []string{reasonAudience}) {
		return true
	}
	row := fold(t.Service + " " + t.Purpose)
	return slices.ContainsFunc(consent.PlatformKeys(), func(key string) bool { return isTool(key, t.Name) }) ||
		measuringTools.MatchString(row) || pattern("audience").MatchString(row)
}

func isTool(key, name string) bool {
	return consent.Purpose{Trackers: []string{name}}.DeclaresTool(key)
}

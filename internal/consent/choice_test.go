package consent_test

import (
	"errors"
	"strings"
	"testing"

	"charte/internal/consent"
)

// C-02, C-08: what each button means for each box.
func TestDecisionMeansWhatItsButtonSays(t *testing.T) {
	t.Parallel()
	const none = "campaigns=false statistics=false video=false"
	for name, test := range map[string]struct {
		decision consent.Decision
		ticked   []string
		want     string
		err      error
	}{
		"accept grants all":                   {consent.Accept, nil, "campaigns=true statistics=true video=true", nil},
		"refuse grants nothing":               {consent.Refuse, nil, none, nil},
		"refuse with a box ticked is refusal": {consent.Refuse, []string{"video"}, none, nil},
		"accept ignores the boxes":            {consent.Accept, []string{"nonsense"}, "campaigns=true statistics=true video=true", nil},
		"seen grants nothing":                 {consent.Seen, []string{"video"}, none, nil},
		"custom grants what is ticked":        {consent.Custom, []string{"video", "video"}, "campaigns=false statistics=false video=true", nil},
		"custom with no box is a refusal":     {consent.Custom, nil, none, nil},
		"an exempt purpose is not asked":      {consent.Custom, []string{"necessary"}, "", consent.ErrUnknownPurpose},
		"an unknown purpose is an error":      {consent.Custom, []string{"video", "ads"}, "", consent.ErrUnknownPurpose},
		"an unknown decision is an error":     {"maybe", nil, "", consent.ErrDecision},
		"no decision is an error":             {"", nil, "", consent.ErrDecision},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			choice, err := test.decision.Choice(consent.Asked(purposes()), test.ticked)
			if !errors.Is(err, test.err) || choice.String() != test.want {
				t.Errorf("%v, %v; want %s, %v", choice, err, test.want, test.err)
			}
		})
	}
}

func TestPurposeIDsThatTheCookieCannotHoldAreRefused(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]error{
		"statistics": nil, "third_party": nil, "a1": nil,
		"": consent.ErrPurposeID, "Statistics": consent.ErrPurposeID, "1a": consent.ErrPurposeID, "a-b": consent.ErrPurposeID, "é": consent.ErrPurposeID,
		strings.Repeat("a", 33): consent.ErrPurposeID,
		"ga":                    consent.ErrPurposeClash, "functional_cookies": consent.ErrPurposeClash, "v": consent.ErrPurposeClash, "scope": consent.ErrPurposeClash, "timestamp": consent.ErrPurposeClash,
	} {
		if err := consent.CheckPurposeID(id); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", id, err, want)
		}
	}
}

// P-06: a receipt is drawn from randomness alone, and recognised.
func TestReceiptsAreRandomAndRecognised(t *testing.T) {
	t.Parallel()
	a, err := consent.NewReceipt(strings.NewReader("0123456789abcdef"))
	if err != nil || len(a) != 26 || !consent.ValidReceipt(a) {
		t.Errorf("receipt %q, %v", a, err)
	}
	if _, err := consent.NewReceipt(strings.NewReader("short")); err == nil {
		t.Error("a receipt was drawn from too little randomness")
	}
	for _, id := range []string{"", a + "0", a[1:], strings.ToUpper(a), a[:25] + "u", a[:25] + "\n", "../../etc"} {
		if consent.ValidReceipt(id) {
			t.Errorf("%q counts as a receipt", id)
		}
	}
}

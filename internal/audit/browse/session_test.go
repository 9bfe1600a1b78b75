package browse

import (
	"testing"

	"charte/internal/chromium"
)

// The process of the browser's first tab may start after the others were counted. Each
// page of the audit waited two seconds for it to end.
func TestAProcessThatIsNotThePagesIsWaitedForOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	path, err := chromium.Find("")
	if err != nil {
		t.Fatal(err)
	}
	r := run{Options: Options{}.withDefaults(), path: path, agent: "charte test"}
	s, err := r.newSession(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.renderers = -1 // fewer than there ever are
	tab, err := s.open(false)
	if err != nil {
		t.Fatal(err)
	}
	if s.closeTab(tab); s.renderers < 0 {
		t.Error("the next page waits for the same process")
	}
}

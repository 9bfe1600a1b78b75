package command

import (
	"context"
	"io"
	"net/http"
	"time"

	"charte/internal/check"
	"charte/internal/message"
	"charte/internal/portal"
)

// What is waited for and read of a running service.
const (
	againstTimeout = 10 * time.Second
	maxDocument    = 8 << 20 // a charter of 10,000 trackers in several languages
)

// against asks the running service, where one is named.
func (c *checkCommand) against(ctx context.Context) (*check.Running, error) {
	if c.Against == "" {
		return nil, nil
	}
	origin, err := portal.ParseOrigin(c.Against)
	if err != nil {
		return nil, message.Errorf("--against: %w", err)
	}
	document, err := fetch(ctx, origin+"/charter.json")
	if err != nil {
		return nil, message.Errorf("--against %s: %w", origin, err)
	}
	running, err := check.ParseRunning(origin, document)
	if err != nil {
		return nil, message.Errorf("--against %s: %w", origin, err)
	}
	return &running, nil
}

// fetch reads one document; it follows no redirect, since what answers elsewhere
// is not the service that was named.
func fetch(ctx context.Context, address string) ([]byte, error) {
	client := &http.Client{
		Timeout:       againstTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, message.Errorf("%s answers %s", address, answer.Status)
	}
	document, err := io.ReadAll(io.LimitReader(answer.Body, maxDocument+1))
	if err == nil && len(document) > maxDocument {
		err = message.Errorf("%s answers more than %d bytes", address, maxDocument)
	}
	return document, err
}

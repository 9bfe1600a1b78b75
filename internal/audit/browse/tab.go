package browse

import (
	"context"
	_ "embed"
	"errors"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// binding is the function with which hook.js reports what scripts set.
const binding = "charteAuditReport"

//go:embed hook.js
var hook string

//go:embed gpc.js
var gpcHook string

// maxDialogs is how many dialogs of one page are accepted; a page that opens more is
// blocked by the next one until its timeout.
const maxDialogs = 20

// tab is the browser tab of one page.
type tab struct {
	*recorder
	ctx      context.Context
	cancel   func()
	gestures []string // that the page accepted
}

// open opens an empty tab; with gpc, it sends and shows Global Privacy Control.
func (s *session) open(gpc bool) (*tab, error) {
	t := &tab{recorder: newRecorder()}
	t.ctx, t.cancel = chromedp.NewContext(s.ctx, chromedp.WithListener(t.handle))
	late := time.AfterFunc(openTimeout, t.cancel)
	defer late.Stop()
	if err := t.prepare(gpc); err != nil {
		t.cancel()
		return nil, err
	}
	return t, nil
}

// handle gives an event to the recorder and accepts dialogs.
func (t *tab) handle(event any) {
	t.event(event)
	if _, ok := event.(*page.EventJavascriptDialogOpening); ok && t.count(&t.dialogs) <= maxDialogs {
		go ask(t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}
}

// handleBrowser handles the browser's events that concern this tab. It closes windows
// that the page opens and counts downloads, which the browser denies.
func (t *tab) handleBrowser(event any) {
	switch e := event.(type) {
	case *browser.EventDownloadWillBegin:
		t.increment(&t.downloads)
	case *target.EventTargetCreated:
		if e.TargetInfo.Type == "page" && e.TargetInfo.OpenerID == chromedp.FromContext(t.ctx).Target.TargetID {
			t.increment(&t.windows)
			go t.closeTarget(e.TargetInfo.TargetID)
		}
	}
}

func (t *tab) closeTarget(id target.ID) {
	ctx, cancel := context.WithTimeout(t.ctx, commandTimeout)
	defer cancel()
	_, _ = cdp.Call(ctx, chromedp.FromContext(t.ctx).Browser, target.CloseTarget, target.CloseTargetParams{TargetID: id})
}

const (
	openTimeout    = 2 * time.Minute  // for opening a tab: a busy machine may need it
	commandTimeout = 30 * time.Second // for a command whose answer does not depend on a site
)

// ask sends a command to the tab and returns its answer.
func ask[P, R any](t *tab, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(t.ctx, commandTimeout)
	defer cancel()
	return cdp.Call(ctx, chromedp.FromContext(t.ctx).Target, command, params)
}

// prepare disables the events that chromedp enables and the audit does not use, since
// a page may have a million elements, and installs the hooks.
func (t *tab) prepare(gpc bool) error {
	if err := chromedp.Do(t.ctx); err != nil {
		return err
	}
	if err := chromedp.ListenBrowser(t.ctx, t.handleBrowser); err != nil {
		return err
	}
	total, each := int64(1<<20), int64(1<<16) // bytes of buffers for bodies, which are not read
	script := strings.ReplaceAll(hook, "BINDING", binding)
	headers := network.Headers{}
	if gpc {
		script, headers["Sec-GPC"] = script+gpcHook, "1"
	}
	return errors.Join(
		sent(t, css.Disable, cdp.Empty{}), sent(t, dom.Disable, cdp.Empty{}), sent(t, log.Disable, cdp.Empty{}),
		sent(t, network.Enable, network.EnableParams{MaxTotalBufferSize: &total, MaxResourceBufferSize: &each}),
		sent(t, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: headers}),
		sent(t, domstorage.Enable, cdp.Empty{}),
		sent(t, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		sent(t, runtime.AddBinding, runtime.AddBindingParams{Name: binding}),
		sent(t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}),
	)
}

func sent[P, R any](t *tab, command cdp.Command[P, R], params P) error {
	_, err := ask(t, command, params)
	return err
}

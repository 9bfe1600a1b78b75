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
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// binding is the function through which hook.js tells what scripts set.
const binding = "charteAuditTells"

//go:embed hook.js
var hook string

//go:embed gpc.js
var gpcHook string

// answers is how many dialogs of one page are answered; one that asks on and on
// waits for its answer until its time is over.
const answers = 20

// tab is one page's tab.
type tab struct {
	*recorder
	ctx    context.Context
	cancel func()
	did    []string // gestures that the page took
}

// open opens a tab in which nothing has been asked for yet.
func (b *chromium) open(gpc bool) (*tab, error) {
	t := &tab{recorder: newRecorder()}
	t.ctx, t.cancel = chromedp.NewContext(b.ctx, chromedp.WithListener(t.take))
	late := time.AfterFunc(startWait, t.cancel)
	defer late.Stop()
	if err := t.prepare(b.agent, b.language, gpc); err != nil {
		t.cancel()
		return nil, err
	}
	return t, nil
}

// take gives an event to the recorder, and answers dialogs.
func (t *tab) take(event any) {
	t.event(event)
	if _, ok := event.(*page.EventJavascriptDialogOpening); ok && t.number(&t.dialogs) <= answers {
		go ask(t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}
}

// besides takes the browser's events that concern this tab: windows that it opens
// are closed at once, downloads are refused by the browser and counted here.
func (t *tab) besides(event any) {
	switch e := event.(type) {
	case *browser.EventDownloadWillBegin:
		t.count(&t.downloads)
	case *target.EventTargetCreated:
		if e.TargetInfo.Type == "page" && e.TargetInfo.OpenerID == chromedp.FromContext(t.ctx).Target.TargetID {
			t.count(&t.windows)
			go t.closeTarget(e.TargetInfo.TargetID)
		}
	}
}

func (t *tab) closeTarget(id target.ID) {
	ctx, cancel := context.WithTimeout(t.ctx, quick)
	defer cancel()
	_, _ = cdp.Call(ctx, chromedp.FromContext(t.ctx).Browser, target.CloseTarget, target.CloseTargetParams{TargetID: id})
}

// quick is how long the browser may take to answer what needs no site.
const quick = 30 * time.Second

// ask sends a command to the tab and waits for its answer.
func ask[P, R any](t *tab, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(t.ctx, quick)
	defer cancel()
	return cdp.Call(ctx, chromedp.FromContext(t.ctx).Target, command, params)
}

// prepare switches off what chromedp follows and the audit does not need – a page
// may have a million elements – and puts the hooks in.
func (t *tab) prepare(agent, language string, gpc bool) error {
	if err := chromedp.Do(t.ctx); err != nil {
		return err
	}
	if err := chromedp.ListenBrowser(t.ctx, t.besides); err != nil {
		return err
	}
	kept, each := int64(1<<20), int64(1<<16) // bodies are not read
	script := strings.ReplaceAll(hook, "BINDING", binding)
	headers := network.Headers{}
	if gpc {
		script, headers["Sec-GPC"] = script+gpcHook, "1"
	}
	return errors.Join(
		sent(t, css.Disable, cdp.Empty{}), sent(t, dom.Disable, cdp.Empty{}), sent(t, log.Disable, cdp.Empty{}),
		sent(t, network.Enable, network.EnableParams{MaxTotalBufferSize: &kept, MaxResourceBufferSize: &each}),
		sent(t, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: headers}),
		sent(t, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: language}),
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

// close closes the tab, and waits a moment for the process that showed the page: it
// may hold much, and the next page would have it beside its own.
func (b *chromium) close(t *tab) {
	t.cancel()
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for deadline := time.Now().Add(brief); time.Now().Before(deadline) && b.renderers() > b.idle; {
		select {
		case <-b.ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// renderers is how many of the browser's processes show pages.
func (b *chromium) renderers() (count int) {
	ctx, cancel := context.WithTimeout(b.ctx, quick)
	defer cancel()
	all, err := cdp.Call(ctx, chromedp.FromContext(b.ctx).Browser, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		return 0
	}
	for _, process := range all.ProcessInfo {
		if process.Type == "renderer" {
			count++
		}
	}
	return count
}

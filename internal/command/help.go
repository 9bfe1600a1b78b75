package command

import (
	"bytes"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"

	"charte/docs"
	"charte/internal/message"
)

// helpWords lists the words of kong's own that surround the sentences of --help.
func helpWords() []message.Text {
	return []message.Text{
		message.Of("Usage: "), message.Of("Flags:"), message.Of("Commands:"), message.Of("Arguments:"),
		message.Of("Run \""), message.Of("for more information on a command."), message.Of("[flags]"), message.Of("<command>"), message.Of("Show context-sensitive help."),
		message.Of("A consent service: cookie charter, banner, proof of choice."),
	}
}

// helpIn prints the help in the language of words.
func helpIn(words message.Words) kong.HelpPrinter {
	return func(options kong.HelpOptions, ctx *kong.Context) error {
		out, text := ctx.Stdout, &bytes.Buffer{}
		ctx.Stdout = text
		err := kong.DefaultHelpPrinter(options, ctx)
		ctx.Stdout = out
		if err != nil {
			return err
		}
		printed := text.String()
		for _, word := range helpWords() {
			printed = strings.ReplaceAll(printed, word.String(), words.Say(word))
		}
		_, err = out.Write([]byte(printed))
		return err
	}
}

// translateHelp replaces the sentences of the help with those of docs/reference.fr.toml,
// from which the French reference is generated too.
func translateHelp(node *kong.Node, sentences map[string]string) {
	replace := func(help *string) {
		if own := sentences[*help]; own != "" {
			*help = own
		}
	}
	replace(&node.Help)
	for _, flag := range node.Flags {
		replace(&flag.Help)
	}
	for _, argument := range node.Positional {
		replace(&argument.Help)
	}
	for _, child := range node.Children {
		translateHelp(child, sentences)
	}
}

// frenchHelp returns the French of each sentence of the help.
func frenchHelp() (map[string]string, error) {
	var pairs struct {
		Sentence []struct{ En, Fr string }
	}
	_, err := toml.Decode(docs.ReferenceFrench, &pairs)
	all := map[string]string{}
	for _, p := range pairs.Sentence {
		all[p.En] = p.Fr
	}
	return all, err
}

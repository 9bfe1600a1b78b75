package chromium

import (
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"charte/internal/message"
)

// errCertutil is for an operator.
var errCertutil = message.Errorf("trusting further certificates needs the program certutil (Debian and Ubuntu: apt-get install libnss3-tools)")

// trust adds the certificates of the PEM file to those that a browser with this home
// trusts. Chromium on Linux reads them from a database of the library NSS.
func trust(home, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return message.Errorf("read the certificates to trust: %w", err)
	}
	certutil, err := exec.LookPath("certutil")
	if err != nil {
		return errCertutil
	}
	database := filepath.Join(home, ".pki", "nssdb")
	if err := os.MkdirAll(database, 0o700); err != nil {
		return err
	}
	run := func(input []byte, args ...string) error {
		command := exec.Command(certutil, append([]string{"-d", "sql:" + database}, args...)...)
		command.Stdin = strings.NewReader(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: input})))
		if output, err := command.CombinedOutput(); err != nil {
			return message.Errorf("certutil: %w: %s", err, output)
		}
		return nil
	}
	if err := run(nil, "-N", "--empty-password"); err != nil {
		return err
	}
	added := 0
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		added++
		// C: an authority for servers; P: a server's own certificate.
		if err := run(block.Bytes, "-A", "-a", "-n", "charte-"+strconv.Itoa(added), "-t", "CP,,"); err != nil {
			return err
		}
	}
	if added == 0 {
		return message.Errorf("%s has no certificate: it must be a PEM file, with -----BEGIN CERTIFICATE-----", file)
	}
	return nil
}

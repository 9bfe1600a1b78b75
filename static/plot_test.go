package static_test

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// seen are matrices of linear light for eyes that lack one kind of cone, and for grey
// paper (Machado and others, 2009, for a complete lack).
var seen = map[string][3][3]float64{
	"all colours": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"no red":      {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"no green":    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"no blue":     {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// The categories of a plot differ for every eye, and the patterns on grey paper.
func TestCategoriesOfPlotsDiffer(t *testing.T) {
	t.Parallel()
	values := regexp.MustCompile(`--charte-plot-(first|second|third|mark): (#[0-9a-f]{6})`).FindAllStringSubmatch(read(t, "operator.css"), -1)
	if len(values) != 8 {
		t.Fatalf("%d colours of plots, want 4 in both modes", len(values))
	}
	for mode := range 2 {
		colours := map[string]string{}
		for _, v := range values[4*mode : 4*mode+4] {
			colours[v[1]] = v[2]
		}
		for eye, matrix := range seen {
			for _, both := range [][2]string{{"first", "second"}, {"first", "third"}, {"second", "third"}} {
				if got := distance(colours[both[0]], colours[both[1]], matrix); got < 0.12 {
					t.Errorf("mode %d, %s: %s and %s differ by %.3f", mode, eye, both[0], both[1], got)
				}
			}
		}
		for _, ground := range []string{"second", "third"} {
			if got := math.Abs(math.Log(light(colours["mark"]) / light(colours[ground]))); got < math.Log(3) {
				t.Errorf("mode %d: the marks on %s have a contrast of %.2f", mode, ground, math.Exp(got))
			}
		}
	}
}

// linear returns red, green and blue in proportion to the light.
func linear(hex string) (rgb [3]float64) {
	for i := range rgb {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8) // matched by the pattern
		rgb[i] = math.Pow(float64(n)/255, 2.2)
	}
	return rgb
}

func light(hex string) float64 {
	c := linear(hex)
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] + 0.05
}

// distance returns how much two colours differ in OKLab for an eye; 1 is black to white.
func distance(a, b string, eye [3][3]float64) (sum float64) {
	x, y := lab(linear(a), eye), lab(linear(b), eye)
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(sum)
}

func lab(c [3]float64, eye [3][3]float64) [3]float64 {
	c = times(eye, c)
	c = times([3][3]float64{{0.4122, 0.5363, 0.0514}, {0.2119, 0.6807, 0.1074}, {0.0883, 0.2817, 0.6300}}, c)
	for i := range c {
		c[i] = math.Cbrt(c[i])
	}
	return times([3][3]float64{{0.2105, 0.7936, -0.0041}, {1.9780, -2.4286, 0.4506}, {0.0259, 0.7828, -0.8087}}, c)
}

func times(m [3][3]float64, v [3]float64) (product [3]float64) {
	for i, row := range m {
		for j := range row {
			product[i] += row[j] * v[j]
		}
	}
	return product
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace RedisGuard.Analyzers.Records;

/// <summary>
/// Reads JSON: an analyzer must not bring a library of its own into the compiler. Objects become dictionaries, arrays lists,
/// numbers doubles. What isn't JSON is null, and so is what nests too deep.
/// </summary>
internal sealed class Json
{
    private const int Deepest = 16;

    private readonly string _text;
    private int _at;

    private Json(string text) => _text = text;

    public static object? Parse(string text)
    {
        var reader = new Json(text);
        try
        {
            object? value = reader.Value(0);
            reader.Blanks();
            return reader._at == text.Length ? value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private object? Value(int depth)
    {
        Blanks();
        switch (Peek())
        {
            case '{' when depth < Deepest:
                return Object(depth);
            case '[' when depth < Deepest:
                return Array(depth);
            case '"':
                return String();
            case 't':
                return Word("true", true);
            case 'f':
                return Word("false", false);
            case 'n':
                return Word("null", null);
            default:
                return Number();
        }
    }

    private Dictionary<string, object?> Object(int depth)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        _at++;
        Blanks();
        if (Skip('}'))
        {
            return members;
        }

        do
        {
            Blanks();
            string name = String();
            Blanks();
            Expect(':');
            members[name] = Value(depth + 1);
            Blanks();
        }
        while (Skip(','));

        Expect('}');
        return members;
    }

    private List<object?> Array(int depth)
    {
        var items = new List<object?>();
        _at++;
        Blanks();
        if (Skip(']'))
        {
            return items;
        }

        do
        {
            items.Add(Value(depth + 1));
            Blanks();
        }
        while (Skip(','));

        Expect(']');
        return items;
    }

    private string String()
    {
        Expect('"');
        var text = new StringBuilder();
        while (Peek() != '"')
        {
            char next = _text[_at++];
            text.Append(next == '\\' ? Escaped() : next);
        }

        _at++;
        return text.ToString();
    }

    private char Escaped()
    {
        char sign = Peek();
        _at++;
        switch (sign)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'u' when _at + 4 <= _text.Length
                && int.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code):
                _at += 4;
                return (char)code;
            case '"' or '\\' or '/': return sign;
            default: throw new FormatException();
        }
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw new FormatException();
        }

        _at += word.Length;
        return value;
    }

    private double Number()
    {
        int start = _at;
        while (_at < _text.Length && "+-.0123456789eE".IndexOf(_text[_at]) >= 0)
        {
            _at++;
        }

        return double.TryParse(_text.Substring(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException();
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\r' or '\t' or '\uFEFF')
        {
            _at++;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException();

    private bool Skip(char sign)
    {
        if (_at < _text.Length && _text[_at] == sign)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(char sign)
    {
        if (!Skip(sign))
        {
            throw new FormatException();
        }
    }
}

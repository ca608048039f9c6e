using Shouldly;

using TinyBase.Auth;

using Xunit;

namespace TinyBase.Tests.Auth;

public sealed class PasswordRulesTests
{
    private const string Email = "Ada.Lovelace@example.com";

    [Theory]
    [InlineData("a long password")]
    [InlineData("a long one")]
    [InlineData("correct horse")]
    [InlineData("geheimes Wort")]
    [InlineData("benchmark-password")]
    [InlineData("Tr0ub4dor&3")]
    [InlineData("kx7#Qv!2")]
    [InlineData("83016475")]
    [InlineData("ada.lovelace1815 at home")]
    [InlineData("passwordless login is better")]
    [InlineData("dragon and monkey 12")]
    [InlineData("пароль длинный")]
    [InlineData("長いパスワードです")]
    [InlineData("🎉🎈🎉🎈🎉🎈🎉🎈")]
    [InlineData("abcdefgh and so on")]
    public void A_password_that_is_long_enough_and_not_the_first_to_be_tried_is_fine(string password) =>
        PasswordRules.Problem(password, Email).ShouldBeNull();

    [Theory]
    [InlineData("password")]
    [InlineData("PASSWORD")]
    [InlineData("Password123")]
    [InlineData("password2026!!")]
    [InlineData("P@ssw0rd")]
    [InlineData("p4$$w0rd!")]
    [InlineData("pa55word1234567890")]
    [InlineData("letmein99")]
    [InlineData("W3lc0me2025")]
    [InlineData("1loveyou")]
    [InlineData("trustno1")]
    [InlineData("sunshine")]
    [InlineData("changeme")]
    [InlineData("admin123")]
    [InlineData("Adm1n!2345")]
    [InlineData("147258369")]
    [InlineData("contraseña1")]
    public void A_common_one_is_refused_however_it_is_dressed_up(string password) =>
        PasswordRules.Problem(password, Email).ShouldNotBeNull().ShouldContain("most common");

    [Theory]
    [InlineData("aaaaaaaa")]
    [InlineData("AaAaAaAa")]
    [InlineData("zzzzzz99")]
    [InlineData("        ")]
    [InlineData("🎉🎉🎉🎉🎉🎉🎉🎉")]
    public void One_character_again_and_again_is_refused(string password) =>
        PasswordRules.Problem(password, Email).ShouldNotBeNull().ShouldContain("again and again");

    [Theory]
    [InlineData("12345678")]
    [InlineData("0987654321")]
    [InlineData("abcdefgh")]
    [InlineData("STUVWXYZ")]
    [InlineData("hgfedcba1")]
    [InlineData("qwertyui")]
    [InlineData("poiuytrewq")]
    [InlineData("Qwerty2024!")]
    [InlineData("asdfghjkl!")]
    [InlineData("uiopasdf")]
    [InlineData("1qaz2wsx")]
    [InlineData("!@#$%^&*")]
    [InlineData("wertzuio")]
    public void A_run_along_the_keyboard_or_the_alphabet_is_refused(string password) =>
        PasswordRules.Problem(password, Email).ShouldNotBeNull().ShouldContain("sequence");

    [Theory]
    [InlineData("ada.lovelace@example.com")]
    [InlineData("ADA.LOVELACE@EXAMPLE.COM")]
    [InlineData("ada.lovelace")]
    [InlineData("Ada.Lovelace")]
    public void The_address_is_refused_whatever_its_case(string password)
    {
        PasswordRules.Problem(password, Email).ShouldNotBeNull().ShouldContain("e-mail address");
        PasswordRules.Problem(password, email: null).ShouldBeNull();
    }

    [Theory]
    [InlineData("seven 7")]
    [InlineData("")]
    public void A_short_one_is_told_its_length(string password) =>
        PasswordRules.Problem(password, Email).ShouldBe($"A password must have 8 to 1024 characters, not {password.Length}.");

    [Fact]
    public void What_is_too_long_is_refused_and_no_reason_repeats_the_password()
    {
        PasswordRules.Problem(new string('x', 1024) + "y", Email).ShouldNotBeNull().ShouldContain("not 1025");
        foreach (var password in (string[])["Letmein123", "zzzzzzzz", "ada.lovelace"])
        {
            PasswordRules.Problem(password, Email).ShouldNotBeNull().ShouldNotContain(password, Case.Insensitive);
        }
    }
}
